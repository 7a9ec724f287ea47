/// What `Package.swift` says of the targets, read as text: running SwiftPM from within its own tests would wait for
/// itself.
struct Manifest {
  /// One target.
  struct Target {
    var kind: String
    var name: String
    /// The modules of its dependencies, in their order.
    var dependencies: [String]
  }

  var targets: [Target] = []

  /// Reads a manifest whose targets stand one by one in its `targets:` list, without computed parts.
  init(_ text: String) {
    guard let list = text.firstRange(of: "\n  targets: [") else { return }
    let calls = /\.(target|executableTarget|testTarget|systemLibrary)\(\s*name:\s*"(\w+)"/
    var rest = text[list.upperBound...]
    while let match = rest.firstMatch(of: calls) {
      let end = Self.endOfCall(in: rest, from: match.range.lowerBound)
      let body = rest[match.range.upperBound..<end]
      targets.append(
        Target(kind: String(match.1), name: String(match.2), dependencies: Self.dependencies(in: body)))
      rest = rest[end...]
    }
  }

  /// The names in `dependencies: […]`: of targets, and of packages' products.
  private static func dependencies(in body: Substring) -> [String] {
    guard let list = body.firstRange(of: "dependencies: [") else { return [] }
    let inner = body[list.upperBound...]
    var depth = 1
    let end = inner.firstIndex { character in
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return depth == 0
    }
    let names = /(?:\.(?:product|target)\(name:\s*)?"(\w+)"(?:,\s*package:\s*"[^"]+")?/
    return inner[..<(end ?? inner.endIndex)].matches(of: names).map { String($0.1) }
  }

  private static func endOfCall(in text: Substring, from start: Substring.Index) -> Substring.Index {
    var depth = 0
    let end = text[start...].firstIndex { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth == 0 && character == ")"
    }
    return end ?? text.endIndex
  }
}
