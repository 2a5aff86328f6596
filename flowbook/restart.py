"""A world as it is after the program has been ended and begun again. Whatever is kept goes through JSON text
and back; a test in which that changes anything would notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowbook import codec
from flowbook.copies import altered
from flowbook.session import CustomerState, Session, state_from_json, state_to_json
from flowbook.world import World

_SAME_IN_JSON = frozenset({str, int, float, bool, type(None)})
Values = Mapping[str, Any]


def restarted(before: World, after: World) -> World:
    """The later world with every customer that has changed read back from JSON text: that is all that a
    runtime keeps. The log stays, since nothing is decided by it."""
    changed = [state for name, state in after.states.items() if before.states.get(name) is not state]
    told = codec.read(codec.write(list(map(state_to_json, changed))))
    read = map(state_from_json, told)
    return altered(after, states={**after.states, **{state.customer.id: state for state in read}})


def reread(before: World, after: World) -> World:
    """The same, at a tenth of the price: only what steps may fill with values of any kind is read back, and
    of that what is new. The rest of a state are texts, numbers and moments in places of their own, which are
    the same after every restart."""
    states = dict(after.states)
    for name, state in after.states.items():
        known = before.states.get(name)
        if known is not state:
            states[name] = read_back(known or CustomerState(state.customer), state)
    return altered(after, states=states)


def read_back(before: CustomerState, after: CustomerState) -> CustomerState:
    """One customer as `reread` has them; what is the same object as before is taken as read."""
    sessions = {
        key: one if before.sessions.get(key) is one else _session(one) for key, one in after.sessions.items()
    }
    customer, known = after.customer, before.customer
    if customer.fields is not known.fields and (fields := _read(customer.fields)) is not customer.fields:
        customer = altered(customer, fields=fields)
    if customer.happened is not known.happened:
        happened = tuple(altered(one, data=_read(one.data)) for one in customer.happened)
        customer = altered(customer, happened=happened)
    held = after.held if after.held is before.held else {k: _read(v) for k, v in after.held.items()}
    return altered(after, customer=customer, sessions=sessions, held=held)


def _session(session: Session) -> Session:
    wait, variables = session.wait, _read(session.variables)
    data = _read(wait.data) if wait else {}
    if wait and data is not wait.data:
        wait = altered(wait, data=data)
    elif variables is session.variables:
        return session
    return altered(session, wait=wait, variables=variables)


def _read(values: Values) -> Values:
    """The very same where it holds nothing but texts and numbers by name."""
    for value in values.values():
        if type(value) not in _SAME_IN_JSON:
            read: Values = codec.read(codec.write(dict(values)))
            return read
    return values
