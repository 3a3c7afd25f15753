"""Which addresses are of the public internet, and which are machines that only we can reach."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """An IPv6 address in which an IPv4 address is wrapped counts as what it leads to."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.sixtofour or found.teredo:
            return False  # tunnels that nobody serves from
        inner = found.ipv4_mapped or (IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None)
        if inner is not None:
            found = inner
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
