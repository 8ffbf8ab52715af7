"""Tests of pipelines/matching."""
