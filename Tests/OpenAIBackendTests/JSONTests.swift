import Foundation
import OpenAIBackend
import Statistics
import Testing

/// Our JSON against Foundation's.
@Suite("JSON")
struct JSONTests {
  @Test("Random values are written as Foundation reads them, and read as Foundation writes them")
  func random() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<400 {
      let value = Self.value(&generator, depth: 0)
      let written = Data(JSONWriter.bytes(of: ["value": value]))
      let theirs = try JSONDecoder().decode([String: JSONValue].self, from: written)
      #expect(theirs["value"].map(Self.sorted) == Self.sorted(value))
      let bytes = try JSONEncoder().encode(["value": value])
      #expect(try Self.sorted(JSONReader.value(of: Array(bytes))) == Self.sorted(["value": value]))
      #expect(try JSONReader.value(of: Array(written)) == ["value": value])
    }
  }

  @Test(
    "What is no JSON is refused, as Foundation refuses it",
    arguments: [
      "", " ", "{", "}", "{\"a\"}", "{a:1}", "[1 2]", "01", "1.", ".5", "+1", "1e", "--1", "tru",
      "nul", "\"", "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "[1]]", "\u{FEFF}[]x", "NaN", "'a'",
    ])
  func refused(text: String) {
    #expect(throws: (any Error).self) { try JSONReader.value(of: Array(text.utf8)) }
    #expect(throws: (any Error).self) {
      try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }
  }

  @Test(
    "A comma before a closing bracket is refused, though Foundation lets it pass on Linux",
    arguments: ["[1,]", "{\"a\":1,}"])
  func trailingComma(text: String) {
    #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: Array(text.utf8)) }
  }

  @Test("Nesting beyond reason is refused and does not end the program")
  func nesting() throws {
    #expect(throws: JSONReader.Failure.self) {
      try JSONReader.value(of: Array(repeating: UInt8(ascii: "["), count: 1_000_000))
    }
  }

  @Test("Every answer cut short is refused, and a character cut in two within a string is not")
  func cuts() throws {
    let bytes = Array(#"{"choices":[{"a":"ü\u00fc\n","b":[1,-2.5e3,null,true]}]}"#.utf8)
    for end in 0..<bytes.count {
      #expect(throws: JSONReader.Failure.self) { try JSONReader.value(of: Array(bytes[..<end])) }
    }
    #expect(try JSONReader.value(of: Array("\"a".utf8) + [0xC3] + Array("\"".utf8)) == "a\u{FFFD}")
    #expect(try JSONReader.value(of: Array(#""\ud83d\u0041 \udc4b""#.utf8)) == "\u{FFFD}A \u{FFFD}")
  }

  private static func value(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
    switch generator.next() % (depth < 4 ? 8 : 6) {
    case 0: .null
    case 1: .bool(generator.next() % 2 == 0)
    case 2: .integer(Int(truncatingIfNeeded: generator.next()) >> Int(generator.next() % 64))
    // Below 2^53: beyond, Foundation reads a whole number's digits and we its value.
    case 3: .number((generator.nextUnit() - 0.5) * pow(10, Double(generator.next() % 34) - 20))
    case 4, 5: .string(text(&generator))
    case 6: .array((0..<(generator.next() % 5)).map { _ in value(&generator, depth: depth + 1) })
    default:
      .object(
        (0..<(generator.next() % 5)).map { .init("\($0)\(text(&generator))", value(&generator, depth: depth + 1)) })
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    let pieces = ["a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "ü", "👩‍👩‍👧", "\u{2028}", "é", " ", "\\u0041"]
    return (0..<(generator.next() % 6)).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
  }

  /// With members in the order of their names, which Foundation does not keep.
  private static func sorted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): .array(elements.map(sorted))
    case .object(let members):
      .object(members.map { .init($0.key, sorted($0.value)) }.sorted { $0.key < $1.key })
    // Foundation reads 2.0 as a whole number.
    case .number(let number): Int(exactly: number).map { .integer($0) } ?? value
    default: value
    }
  }
}
