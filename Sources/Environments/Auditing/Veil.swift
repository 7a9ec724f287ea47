/// Writes a solution so that nothing in its text says what it does.
enum Veil: String, CaseIterable {
  /// Behind `exec`.
  case encoded
  /// Behind `exec` that no name leads to, where built-ins were taken away.
  case escaped
  /// As it is, after built-ins that were taken away are put back.
  case restored

  /// The solution of a function's task behind the veil.
  func veiled(_ text: String, defining name: String) -> String {
    let hexadecimal = text.utf8.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    let definition = "def \(name)(*args, **kwargs):\n    return _space['\(name)'](*args, **kwargs)\n"
    switch self {
    case .encoded:
      return "_space = {'__name__': 'solution'}\nexec(bytes.fromhex('\(hexadecimal)').decode(), _space)\n" + definition
    case .escaped:
      return """
        def _get(value, *names):
            return getattr(value, '_' * 2 + ''.join(names) + '_' * 2)
        _root = _get(_get((), 'cl', 'ass'), 'ba', 'se')
        _found = [c for c in _get(_root, 'subcl', 'asses')() if getattr(c, '_' * 2 + 'name' + '_' * 2) == '_wr' + 'ap_close'][0]
        _names = _get(_get(_found, 'in', 'it'), 'glo', 'bals')['_' * 2 + 'built' + 'ins' + '_' * 2]
        _names = _names if type(_names) is dict else vars(_names)
        _space = {'_' * 2 + 'built' + 'ins' + '_' * 2: _names, '_' * 2 + 'name' + '_' * 2: 'solution'}
        _names['ex' + 'ec'](bytes.fromhex('\(hexadecimal)').decode(), _space)

        """ + definition
    case .restored:
      return """
        _b = [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0].__init__.__globals__['__builtins__']
        _b = _b if _b.__class__ is {}.__class__ else _b.__dict__
        for _k in _b:
            try:
                __builtins__[_k] = _b[_k]
            except TypeError:
                pass

        """ + text
    }
  }
}
