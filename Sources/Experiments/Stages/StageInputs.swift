import Crypto
import Foundation
import Microcosm

/// Everything that a stage is computed from, in a form whose hash depends on nothing else.
struct StageInputs: Encodable {
  /// Raised when the code of a kind of stage comes to compute something else from the same inputs.
  static func codeVersion(of kind: StageKind) -> Int {
    switch kind {
    case .base: 1
    case .documents: 1
    case .warmUp: 1
    case .reinforcement: 1
    case .preference: 1
    case .finetuning: 1
    }
  }

  var kind: StageKind
  var version: Int
  /// The backend's name and version.
  var backend: String
  var seed: UInt64
  var arm: ArmConfiguration?
  var parent: String?
  var supervised: SupervisedConfiguration?
  var model: ArchitectureConfiguration?
  var tokenizer: TokenizerConfiguration?
  var reinforcement: ReinforcementStageConfiguration?
  var probes: ProbeInputs?
  /// What an arm of the reward-hacking study does to the stage.
  var hacking: HackingInputs?
  /// The cache key of the stage from whose transcripts this one learns.
  var source: String?
  var world: WorldConfiguration
  /// A digest of the texts or tasks that the stage takes from the world: the world's code enters through it.
  var worldDigest: String

  /// SHA-256 of the canonical JSON, hexadecimal.
  func cacheKey() throws -> String {
    try Self.digest(of: self)
  }

  /// SHA-256 of a value's canonical JSON, hexadecimal.
  static func digest(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return hexadecimal(SHA256.hash(data: try encoder.encode(value)))
  }

  /// A digest in hexadecimal digits.
  static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
