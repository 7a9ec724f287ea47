# Canonical texts of values of exact built-in types, and of the standard library's that Python calls equal to them. Two
# values have one text where Python calls them equal, but for `True` and `1`: JSON tells those apart, and has one kind of
# number (RFC 8785 writes 2.0 as 2). A derived type that leaves comparison alone stands for what it holds.

import builtins, collections, enum

# A submission may replace what is built in.
globals().update({name: value for name, value in vars(builtins).items() if not name.startswith("__")})
_type, _repr, _sorted, _len, _str, _int, _hex = type, repr, sorted, len, str, int, hex
_float, _list, _tuple, _dict, _set, _frozenset, _bytes, _bool = float, list, tuple, dict, set, frozenset, bytes, bool
_complex, _bytearray, _abs = complex, bytearray, abs
_none, _Exception = type(None), Exception
from json.encoder import encode_basestring_ascii as _quote

_join = "".join
# Numbers and containers of the standard library that are equal to built-in values, with what reads them past anything
# that was put in their way. A module of the submission's may stand before the real one: then there are none.
try:
    from decimal import Decimal as _Decimal
    from fractions import Fraction as _Fraction

    _numerator, _denominator = [_Fraction.__dict__[name].__get__ for name in ("_numerator", "_denominator")]
    _ratio, _exponent, _is_finite = _Decimal.as_integer_ratio, _Decimal.adjusted, _Decimal.is_finite
except Exception:
    _Decimal = _Fraction = None
_WRAPPERS = {kind for kind in (getattr(collections, name, None) for name in ("UserList", "UserDict", "UserString")) if kind}
_VIEWS = {type({}.keys()), type({}.items())}
_attribute = object.__getattribute__


def line(*pairs):
    """A JSON object of texts, written without anything that a submission may have replaced."""
    return "{" + ", ".join([_quote(key) + ": " + _quote(text) for key, text in pairs]) + "}"


class NotPlain(Exception):
    """The value, or something in it, is of no exact built-in type."""


def canonical(value, depth=0):
    """The text of a value.

    Raises `NotPlain` where there is none: an instance of any other class, a subclass of a built-in one included, what
    is not a number, a value that holds itself.
    """
    kind = _type(value)
    if kind is _none:
        return "null"
    if kind is _bool:
        return "true" if value else "false"
    if kind is _int:
        return _repr(value) if -(1 << 4096) < value < 1 << 4096 else _quote(_hex(value))[1:-1]
    if kind is _float:
        if value != value:
            raise NotPlain("a float that is not a number")
        if value in (_INFINITY, -_INFINITY):
            return "Infinity" if value > 0 else "-Infinity"
        whole = _int(value)
        return canonical(whole) if whole == value else _repr(value)
    if kind is _str:
        return _quote(value)
    if kind is _bytes or kind is _bytearray:
        return '{"bytes":"' + value.hex() + '"}'
    if kind is _complex:
        if value.imag == 0:
            return canonical(value.real)
        return '{"complex":[' + canonical(value.real) + "," + canonical(value.imag) + "]}"
    if kind is _Fraction and kind is not None:
        return _rational(_numerator(value), _denominator(value))
    if kind is _Decimal and kind is not None:
        if not _is_finite(value) or _abs(_exponent(value)) > 4096:
            raise NotPlain("a decimal that is no number to write down")
        return _rational(*_ratio(value))
    if depth > 200:
        raise NotPlain("nested too deeply")
    if kind is _list:
        return "[" + ",".join([canonical(item, depth + 1) for item in value]) + "]"
    if kind is _tuple:
        return '{"tuple":[' + ",".join([canonical(item, depth + 1) for item in value]) + "]}"
    if kind is _set or kind is _frozenset or kind in _VIEWS:
        return '{"set":[' + ",".join(_sorted([canonical(item, depth + 1) for item in value])) + "]}"
    if kind is _dict:
        items = [canonical(key, depth + 1) + ":" + canonical(item, depth + 1) for key, item in value.items()]
        return '{"dict":{' + ",".join(_sorted(items)) + "}}"
    if kind in _WRAPPERS:
        return canonical(_attribute(value, "data"), depth + 1)
    return canonical(_held(value, kind), depth + 1)


def _rational(numerator, denominator):
    """The text of a fraction in lowest terms: that of the whole number or of the float that it is, if it is one."""
    if _type(numerator) is not _int or _type(denominator) is not _int or denominator < 1:
        raise NotPlain("a fraction that is none")
    if denominator == 1:
        return canonical(numerator)
    try:
        near = numerator / denominator
    except OverflowError:
        near = 0.0
    if near.as_integer_ratio() == (numerator, denominator):
        return canonical(near)
    return '{"fraction":[' + canonical(numerator) + "," + canonical(denominator) + "]}"


_mro, _namespace = type.__dict__["__mro__"].__get__, type.__dict__["__dict__"].__get__
_DICTIONARIES = (collections.Counter, collections.OrderedDict, collections.defaultdict)
_COMPARES = {"__eq__", "__ne__", "__class__", "__getattribute__", "__iter__", "__getitem__", "__len__", "__contains__"}
_slice, _items = slice(None), dict.items


def _held(value, kind):
    """What a value of a derived type holds, where it compares as its built-in type does: a named tuple, a counter. It is
    read by the built-in type's own methods, past anything that a class could do."""
    ancestors = _mro(kind)
    base = next((base for base in (int, float, str, bytes, list, tuple, dict, set, frozenset) if base in ancestors), None)
    if base is None:
        raise NotPlain(_str(_namespace(kind).get("__module__", "")) + " type")
    if kind not in _DICTIONARIES:
        for ancestor in ancestors[: ancestors.index(base)]:
            if _COMPARES & _set(_namespace(ancestor)):
                raise NotPlain("a type that compares in its own way")
    if _type(kind) is not _type and _type(kind) is not enum.EnumMeta:
        raise NotPlain("a type of a type of its own making")
    if base is int:
        held = int.__add__(value, 0)
    elif base is float:
        held = float.__add__(value, 0.0)
    elif base is str:
        held = str.__str__(value)
    elif base in (bytes, list, tuple):
        held = base.__getitem__(value, _slice)
    elif base is dict:
        held = dict(list(_items(value)))
    else:
        held = base(list(base.__iter__(value)))
    if _type(held) is not base:
        raise NotPlain("a type that compares in its own way")
    return held


_INFINITY = float("inf")


def literal(value):
    """Python that makes the value."""
    kind = type(value)
    if kind is int and not -(1 << 4096) < value < 1 << 4096:
        return hex(value)
    if kind is float and value in (_INFINITY, -_INFINITY):
        return f"float('{value}')"
    if kind is list:
        return "[" + ", ".join(map(literal, value)) + "]"
    if kind is tuple:
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if kind in (set, frozenset):
        return kind.__name__ + "([" + ", ".join(sorted(map(literal, value))) + "])"
    if kind is dict:
        return "{" + ", ".join(literal(key) + ": " + literal(item) for key, item in value.items()) + "}"
    if kind in _VIEWS:
        return literal(set(value))
    if kind in _WRAPPERS:
        return literal(value.data)
    if _Fraction is not None and kind in (_Fraction, _Decimal):
        return f"__import__({kind.__module__!r}).{value!r}"
    if kind in (type(None), bool, int, float, str, bytes, bytearray, complex):
        return repr(value)
    return literal(_held(value, kind))
