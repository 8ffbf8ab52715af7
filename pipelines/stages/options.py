"""Beam's options, read once."""

from __future__ import annotations

from typing import TypeVar

from apache_beam.options.pipeline_options import PipelineOptions

View = TypeVar("View", bound=PipelineOptions)


class RememberedOptions(PipelineOptions):
    """Options whose views are made once: Beam asks some 600 times while it builds our graph, and each new view parses all flags again, a
    quarter of the time of a small run. Views of one object share their values, so the first serves as well as a new one."""

    def view_as(self, cls: type[View]) -> View:
        """See `PipelineOptions.view_as`."""
        views: dict[type[PipelineOptions], PipelineOptions] = self.__dict__.setdefault("_views", {})
        if cls not in views:
            views[cls] = super().view_as(cls)
        found = views[cls]
        assert isinstance(found, cls)
        return found
