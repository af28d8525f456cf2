"""A fictional district that reproduces the published totals (docs: honest demo)."""

from crm.core.registries import DemoBuilder, demo_builders
from crm.occupancy.demo.building import build
from crm.occupancy.demo.returns import build as build_returns

demo_builders.register(DemoBuilder("occupancy", build, order=30))
demo_builders.register(DemoBuilder("occupancy.closings", build_returns, order=45))
