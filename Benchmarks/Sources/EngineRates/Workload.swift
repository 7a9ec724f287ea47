import Foundation
import Language

/// What `compare.py` asks to be measured: the same numbers go to PyTorch.
struct Workload: Decodable {
  /// Sequences of one training step, by the name of the row.
  var training: [String: [[TokenID]]]
  /// Prompts of one round of sampling.
  var prompts: [[TokenID]]
  /// Completions of each prompt.
  var groupSize: Int
  /// Tokens of each completion; nothing ends one early.
  var newTokens: Int
  var threads: Int
  /// Rounds that are measured, after those that warm up.
  var rounds: Int
  var warmUp: Int
}
