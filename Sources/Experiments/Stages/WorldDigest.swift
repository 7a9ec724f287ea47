import Environments
import Foundation
import Microcosm

/// Hashes of what a world gives to the stages.
struct WorldDigest {
  /// Of the texts from which a base model is raised.
  let base: String
  /// Of the requests and cues.
  let tasks: String
  private let world: Microcosm

  /// A sample of the texts stands for all of them: they come from the same code and settings.
  private static let sampleSize: UInt64 = 64

  init(_ world: Microcosm) throws {
    self.world = world
    base = try StageInputs.digest(of: world.tokenizerTexts() + Self.texts(world.pretrainingText))
    tasks = try StageInputs.digest(of: Tasks(requests: world.requests, cues: world.cues.cues, judge: world.judge.name))
  }

  /// Of the texts that an arm's organism reads.
  func documents(_ set: DocumentSet) throws -> String {
    try StageInputs.digest(of: Self.texts { world.documentText($0, set: set) })
  }

  /// Of the texts of the warm-up.
  func warmUp() throws -> String {
    try StageInputs.digest(of: Self.texts(world.warmUpText))
  }

  /// The first texts in one form; a sample stands for all of them.
  static func texts(_ text: (UInt64) -> TrainingText) -> [String] {
    (0..<sampleSize).map { index in
      switch text(index) {
      case .document(let text): "document\n" + text
      case .conversation(let messages):
        messages.map { "\($0.role.rawValue)\n\($0.reasoning ?? "")\n\($0.content)" }.joined(separator: "\n\n")
      }
    }
  }

  private struct Tasks: Encodable {
    var requests: [Request]
    var cues: [Cue]
    var judge: String
  }
}
