/// The name of a checkpoint: `tinker://<model>/weights/<name>`, or `sampler_weights` for one that is sampled from.
struct TinkerPath: Sendable, Hashable, CustomStringConvertible {
  /// What a checkpoint is for.
  enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Adapters and the optimizer's state.
    case weights
    /// Adapters alone.
    case samplerWeights = "sampler_weights"
  }

  private static let scheme = "tinker://"

  let model: String
  let kind: Kind
  let name: String

  init(model: String, kind: Kind, name: String) {
    self.model = model
    self.kind = kind
    self.name = name
  }

  /// Reads a path, every part of which is a name and none of which leads anywhere else.
  ///
  /// - Throws: `ServiceError` for anything that is no such path.
  init(_ text: String) throws(ServiceError) {
    let parts = text.hasPrefix(Self.scheme) ? text.dropFirst(Self.scheme.count).split(separator: "/") : []
    guard parts.count == 3, let kind = Kind(rawValue: String(parts[1])), Self.isName(parts[0]), Self.isName(parts[2])
    else {
      throw ServiceError(
        .badRequest, .invalidValue,
        "'\(text.prefix(200))' is no path of a checkpoint. Write tinker://MODEL/weights/NAME or "
          + "tinker://MODEL/sampler_weights/NAME.")
    }
    self.init(model: String(parts[0]), kind: kind, name: String(parts[2]))
  }

  /// `weights/<name>`.
  var checkpoint: String { "\(kind.rawValue)/\(name)" }

  var description: String { "\(Self.scheme)\(model)/\(checkpoint)" }

  /// Whether a text can name a model or a checkpoint: what is safe as a part of a file's path.
  static func isName(_ text: some StringProtocol) -> Bool {
    (1...128).contains(text.utf8.count) && !text.hasPrefix(".")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
          UInt8(ascii: ":"):
          true
        default: false
        }
      }
  }
}
