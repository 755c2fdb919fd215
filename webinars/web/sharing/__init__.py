"""What other programs show of our pages: previews, pictures, and facts for search engines."""
