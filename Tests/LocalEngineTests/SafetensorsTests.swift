import Foundation
import LocalEngine
import ModelBackend
import Testing

/// What safetensors files may and may not look like. Against the reference implementation: `CheckpointOracleTests`.
@Suite struct SafetensorsTests {
  /// A file put together by hand: a header and bytes behind it.
  private static func file(_ header: String, dataCount: Int, claimedLength: UInt64? = nil) -> Data {
    let json = Data(header.utf8)
    let length = (claimedLength ?? UInt64(json.count)).littleEndian
    return withUnsafeBytes(of: length) { Data($0) } + json + Data(repeating: 0, count: dataCount)
  }

  private static func entry(_ name: String, _ type: String, _ shape: [Int], _ start: Int, _ end: Int) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(start),\(end)]}"
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: Data
    /// What the message has to name.
    var named: String
  }

  static let damages = [
    Damage(testDescription: "no bytes at all", bytes: Data(), named: "0 bytes"),
    Damage(
      testDescription: "a header longer than the file", bytes: file("{}", dataCount: 0, claimedLength: 500),
      named: "500"),
    Damage(
      testDescription: "an absurd length of the header", bytes: file("{}", dataCount: 0, claimedLength: .max),
      named: "\(UInt64.max)"),
    Damage(testDescription: "a header that is no JSON", bytes: file("hello", dataCount: 0), named: "JSON"),
    Damage(
      testDescription: "data cut short", bytes: file("{\(entry("a", "F32", [4], 0, 16))}", dataCount: 12), named: "a"),
    Damage(
      testDescription: "data that belongs to no tensor",
      bytes: file("{\(entry("a", "F32", [4], 0, 16))}", dataCount: 20),
      named: "4 bytes"),
    Damage(
      testDescription: "tensors that overlap",
      bytes: file("{\(entry("a", "F32", [4], 0, 16)),\(entry("b", "F32", [4], 8, 24))}", dataCount: 24), named: "b"),
    Damage(
      testDescription: "a gap between tensors",
      bytes: file("{\(entry("a", "F32", [4], 0, 16)),\(entry("b", "F32", [2], 20, 28))}", dataCount: 28), named: "b"),
    Damage(
      testDescription: "a shape that does not fit the bytes",
      bytes: file("{\(entry("a", "F32", [5], 0, 16))}", dataCount: 16),
      named: "[5]"),
    Damage(
      testDescription: "a negative extent", bytes: file("{\(entry("a", "F32", [-2, -2], 0, 16))}", dataCount: 16),
      named: "[-2, -2]"),
    Damage(
      testDescription: "a shape too large for any memory",
      bytes: file("{\(entry("a", "F32", [1 << 40, 1 << 40], 0, 16))}", dataCount: 16), named: "a"),
    Damage(
      testDescription: "offsets the wrong way round", bytes: file("{\(entry("a", "F32", [4], 16, 0))}", dataCount: 16),
      named: "header"),
    Damage(
      testDescription: "an unknown type", bytes: file("{\(entry("a", "F31", [4], 0, 16))}", dataCount: 16), named: "F31"
    ),
  ]

  @Test("A damaged file is refused by name and with the reason", arguments: damages)
  func damage(_ damage: Damage) async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "model.safetensors")
      try damage.bytes.write(to: url)
      let error = #expect(throws: BackendError.self) { try SafetensorsFile(contentsOf: url) }
      #expect(error?.code == .damagedCheckpoint)
      #expect(error?.message.contains(url.path) == true)
      #expect(error?.description.contains(damage.named) == true, "\(error!)")
    }
  }

  @Test("A file that is not there cannot be read")
  func missing() {
    let url = URL(filePath: "/nowhere/model.safetensors")
    let error = #expect(throws: BackendError.self) { try SafetensorsFile(contentsOf: url) }
    #expect(error?.code == .cannotRead)
  }

  @Test("A tensor that is missing, misshapen or of integers is refused by name")
  func mismatch() async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "model.safetensors")
      try Self.file(
        "{\(Self.entry("a", "F32", [4], 0, 16)),\(Self.entry("b", "I32", [2], 16, 24))}", dataCount: 24
      ).write(to: url)
      let file = try SafetensorsFile(contentsOf: url)
      for (name, shape) in [("a", [2, 2]), ("b", [2]), ("c", [1])] {
        let error = #expect(throws: BackendError.self) { try file.values(of: name, shape: shape) }
        #expect(error?.code == .mismatchedCheckpoint)
        #expect(error?.message.contains("tensor \(name) ") == true)
      }
      #expect(try file.values(of: "a", shape: [4]) == [0, 0, 0, 0])
    }
  }

  @Test("The same tensors give the same bytes, and reading them gives the same floats")
  func roundTrip() async throws {
    try await withTemporaryDirectory { directory in
      var values = AlignedFloats(count: 6)
      for (index, value) in [Float(1.5), -0.0, .infinity, Float(bitPattern: 1), 3.4e38, 0.1].enumerated() {
        values[index] = value
      }
      let tensors = [
        SafetensorsFile.Tensor("second", shape: [2], values: values, offset: 4),
        SafetensorsFile.Tensor("first", shape: [2, 2], values: values),
      ]
      let urls = ["one", "two"].map { directory.appending(path: $0) }
      for url in urls { try SafetensorsFile.write(tensors, to: url) }
      #expect(try Data(contentsOf: urls[0]) == Data(contentsOf: urls[1]))
      let file = try SafetensorsFile(contentsOf: urls[0])
      #expect(file.names == ["first", "second"])
      #expect(try file.values(of: "first", shape: [2, 2]).map(\.bitPattern) == (0..<4).map { values[$0].bitPattern })
      #expect(try file.values(of: "second", shape: [2]) == [3.4e38, 0.1])
    }
  }
}
