"""What the plan can be coloured by, besides the state: expiry, industry, enterprise."""

from crm.occupancy.svg.pieces import INK, MUTED, WHITE, Paint

NO_LEASE = Paint("none-x", WHITE, MUTED, stroke="#b9c4cf")
# Days of the lease that are left, up to; later ones follow, over ones come first.
EXPIRY_PAINTS = {
    "over": Paint("eover", "url(#hatchX)", INK, plate=True),
    "90": Paint("e90", "#b3261e", WHITE),
    "180": Paint("e180", "#d9822b", INK),
    "365": Paint("e365", "#e8c547", INK),
    "later": Paint("elate", "#cfd8e3", INK),
    "none": NO_LEASE,
}
# Light and dark in turn, so that neighbours part in black and white; the letter says which.
_FILLS = (
    ("#0b5cab", WHITE),
    ("#bfe3d0", INK),
    ("#6a51a3", WHITE),
    ("#f3d59b", INK),
    ("#27805f", WHITE),
    ("#d6c9ec", INK),
    ("#8a4b08", WHITE),
    ("#bcd9f4", INK),
    ("#9c1f18", WHITE),
    ("#e2e7d0", INK),
)
OTHER = Paint("grp-x", "#e4e9ee", INK, stroke="#b9c4cf")
GROUP_PAINTS = tuple(Paint(f"grp-{index}", fill, ink) for index, (fill, ink) in enumerate(_FILLS))


def expiry_key(days_left: int | None) -> str:
    """Which step of the expiry ramp a lease with ``days_left`` stands on."""
    if days_left is None:
        return "none"
    if days_left < 0:
        return "over"
    return next((key for key in ("90", "180", "365") if days_left <= int(key)), "later")
