"""A fictional district that reproduces the published totals (docs: honest demo)."""

from crm.core.registries import DemoBuilder, demo_builders
from crm.occupancy.demo.building import build

demo_builders.register(DemoBuilder("occupancy", build, order=30))
