"""Series files: loaded, and written again without loss."""

from webinars.services.bundles.loading import load
from webinars.services.bundles.problems import BadFile
from webinars.services.bundles.writing import export

__all__ = ["BadFile", "export", "load"]
