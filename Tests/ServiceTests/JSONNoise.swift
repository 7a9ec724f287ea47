import OpenAIBackend
import Statistics

/// Values of any kind, whatever stands there otherwise.
struct JSONNoise {
  private let names: [String]
  private let texts: [String]

  private static let numbers = [0, 1, -1, 2, 127, 1 << 20, .max, .min]
  private static let fractions = [0.5, -0.0, 1e300, 1e-300, 2.0, 1e19]

  /// - Parameters:
  ///   - names: what members of objects are called.
  ///   - texts: what stands there beside what is strange to every API.
  init(names: [String], texts: [String] = []) {
    self.names = names
    self.texts =
      ["", "x", "user", "\u{0}", "\u{FFFD}", "😀", "../../etc/passwd", "<script>", "9999999999999999999999"] + texts
  }

  func value(_ generator: inout SeededGenerator, depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(Self.numbers[Int.random(in: 0..<Self.numbers.count, using: &generator)])
    case 3: return .number(Self.fractions[Int.random(in: 0..<Self.fractions.count, using: &generator)])
    case 4: return .string(texts[Int.random(in: 0..<texts.count, using: &generator)])
    case 5:
      return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in value(&generator, depth: depth + 1) })
    default:
      return .object(
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          .init(names[Int.random(in: 0..<names.count, using: &generator)], value(&generator, depth: depth + 1))
        })
    }
  }
}
