"""The reliability diagram: what probability was said, and what share of pairs was true."""

from __future__ import annotations

import io

from pipelines.evaluation.calibration import Reliability


def reliability_svg(found: Reliability) -> bytes:
    """The diagram as SVG: a point a band on the share that is true, against the diagonal; the pairs a band below. Needs matplotlib.

    The same figures give the same bytes with the same matplotlib: no date, no random ids, letters as text.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    held = [(band.mean, band.true, band) for band in found.bands if band.mean is not None and band.true is not None]
    middles = [(band.low + band.high) / 2 for _, _, band in held]
    out = io.BytesIO()
    with rc_context({"svg.hashsalt": "wirekin", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(5, 6), layout="constrained")
        FigureCanvasSVG(figure)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        upper.plot([0, 1], [0, 1], color="0.6", linestyle="--", linewidth=1)
        upper.plot([mean for mean, _, _ in held], [true for _, true, _ in held], marker="o", color="#1f4e79")
        upper.set(xlim=(0, 1), ylim=(0, 1.02), ylabel="share of pairs that belong together")
        error = "" if found.expected_error is None else f"expected calibration error {found.expected_error:.4f}, "
        upper.set_title(f"{error}{found.pairs:,} pairs", fontsize=10)
        lower.bar(middles, [band.pairs for _, _, band in held], width=0.09, color="0.6")
        lower.set(xlabel="pair probability", ylabel="pairs", yscale="log" if held else "linear")
        lower.set_ylim(bottom=0.5 if held else 0)
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()
