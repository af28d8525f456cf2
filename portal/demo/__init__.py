"""Invented policy texts under the district's real package nicknames, all stamped 演示数据."""

from crm.core.registries import DemoBuilder, demo_builders
from portal.demo.build import build

__all__ = ["build"]

demo_builders.register(DemoBuilder(key="portal", build=build, order=80))
