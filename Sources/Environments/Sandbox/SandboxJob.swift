import Foundation

/// What a cell is to do.
package struct SandboxJob: Sendable {
  /// What a cell's program is given.
  package enum Value: Sendable, Encodable {
    case text(String)
    case texts([String])

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .texts(let texts): try container.encode(texts)
      }
    }
  }

  /// What is in the work directory.
  package var files: [String: Data]
  package var limits: SandboxLimits
  /// A command, or …
  package var program: [String] = []
  package var environment: [String: String] = [:]
  /// How many bytes of files a command hands back.
  package var collect = 0
  /// … a function of one of our modules, with its arguments by name.
  package var call: [String] = []
  package var arguments: [String: Value] = [:]
  /// Whether the function is given the files, instead of finding them in the work directory.
  package var keepsFiles = false

  package init(files: [String: Data], limits: SandboxLimits) {
    self.files = files
    self.limits = limits
  }

  /// A function of ours: `MODULE`, `FUNCTION`.
  package init(
    _ module: String, _ function: String, _ arguments: [String: Value], files: [String: String], limits: SandboxLimits
  ) {
    self.init(files: files.mapValues { Data($0.utf8) }, limits: limits)
    call = [module, function]
    self.arguments = arguments
  }

  private struct Header: Encodable {
    struct Limits: Encodable {
      var cpu: Int
      var memory: Int
      var processes: Int
      var file: Int
      var descriptors: Int
    }
    enum File: Encodable {
      case name(String)
      case size(Int)
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .name(let name): try container.encode(name)
        case .size(let size): try container.encode(size)
        }
      }
    }
    var files: [[File]]
    var limits: Limits
    var environment: [String: String]
    var program: [String]?
    var collect: Int?
    var call: [String]?
    var arguments: [String: Value]?
    var keeps: Bool
  }

  /// The job as the worker reads it: a header in JSON behind its length, then the files' contents.
  func payload() throws -> [UInt8] {
    let names = files.keys.sorted()
    for name in names where !Self.isBelow(name) {
      throw SandboxError(
        .badFileName, "The file name \(name.debugDescription) does not name a file below the work directory.")
    }
    let isProgram = !program.isEmpty
    let header = Header(
      files: names.map { [.name($0), .size(files[$0]!.count)] },
      limits: Header.Limits(
        cpu: limits.cpuSeconds, memory: limits.memoryBytes, processes: limits.processes, file: limits.fileBytes,
        descriptors: limits.openFiles),
      environment: environment, program: isProgram ? program : nil, collect: isProgram ? collect : nil,
      call: isProgram ? nil : call, arguments: isProgram ? nil : arguments,
      keeps: keepsFiles)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = try encoder.encode(header)
    var payload = withUnsafeBytes(of: UInt32(text.count).bigEndian, Array.init)
    payload.append(contentsOf: text)
    for name in names { payload.append(contentsOf: files[name]!) }
    return payload
  }

  /// Whether a name leads to a file in the work directory and nowhere else.
  static func isBelow(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return !name.contains("\0") && name.utf8.count < 200
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  private struct Listing: Decodable {
    struct Entry: Decodable {
      var name: String
      var size: Int
      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        name = try container.decode(String.self)
        size = try container.decode(Int.self)
      }
    }
    var files: [Entry]
    var truncated: Bool
  }

  /// Takes the files out of what a command's cell sent back.
  func takeFiles(_ result: inout SandboxResult) {
    let recorded = result.recorded
    guard let end = recorded.firstIndex(of: UInt8(ascii: "\n")),
      let listing = try? JSONDecoder().decode(Listing.self, from: recorded[..<end])
    else { return }
    var start = recorded.index(after: end)
    for entry in listing.files {
      guard recorded.distance(from: start, to: recorded.endIndex) >= entry.size else { break }
      let next = recorded.index(start, offsetBy: entry.size)
      result.files[entry.name] = Data(recorded[start..<next])
      start = next
    }
    result.isTruncated = listing.truncated
  }
}
