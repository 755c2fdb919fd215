"""Tables from and for other programs: CSV in any dress, and the workbooks of Excel.

What is read becomes rows of text within limits, or is refused in one sentence; what is
written can be opened in any program without running anything.
"""
