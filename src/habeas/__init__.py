"""habeas: who is held, by whom, since when, what each side says, and who stands behind the Declaration.

The way through the house, one room after the other::

    documents -> claims -> ledger -> disclosure -> register -> desk, site, exports

Start reading at `habeas.claims` (what is recorded), then `habeas.ledger` (how it is kept), `habeas.disclosure` (who may
see it) and `habeas.register` (what follows from it). `docs/explanation/architecture.md` draws the whole.
"""

__version__ = "0.1.0"
