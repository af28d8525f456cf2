"""Some units that several enterprises share: by area, equally, and by desks in co-working space."""

import random

from crm.occupancy.demo.ledger import Ledger
from crm.occupancy.demo.names import Tenants
from crm.occupancy.demo.story import SEED_DAY


def share_some(ledger: Ledger, tenants: Tenants, chance: random.Random) -> None:
    """Add sharers to a few tenancies that run on the seed's day."""
    running = [
        spell
        for spell in ledger.spells
        if spell.state == "L" and spell.holds_on(SEED_DAY) and spell.unit.area >= 400
    ]
    for number, spell in enumerate(chance.sample(running, 9)):
        if number < 3:
            spell.share = spell.unit.area * 3 // 5
            spell.sharers.append((tenants.new(), spell.unit.area - spell.share, None))
        elif number < 6:
            spell.sharers.append((tenants.new(), None, None))
        else:
            spell.sharers += [(tenants.new(), None, desks) for desks in (4, 8, 12)]
            if spell.lease is not None:
                spell.lease.tenant_role = "operator"
