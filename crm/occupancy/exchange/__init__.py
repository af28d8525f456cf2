"""Import and export of zones, buildings, units, leases and spells."""

from crm.occupancy.exchange import leases, places, spells, units

__all__ = ["leases", "places", "spells", "units"]
