/// Which weights a backward pass computes gradients of.
struct GradientScope: Sendable, Hashable {
  /// The embedding, the output projection and all norms.
  var everythingElse: Bool
  var queryKeyValue: Bool
  var output: Bool
  var gateUp: Bool
  var down: Bool

  /// All weights.
  static let full = GradientScope(everythingElse: true, queryKeyValue: true, output: true, gateUp: true, down: true)

  /// The maps that adapters are put on. A fused group counts as soon as one of its maps has an adapter.
  static func adapters(_ targetModules: [String]) -> GradientScope {
    func contains(_ names: String...) -> Bool { names.contains { targetModules.contains($0) } }
    return GradientScope(
      everythingElse: false, queryKeyValue: contains("q_proj", "k_proj", "v_proj"), output: contains("o_proj"),
      gateUp: contains("gate_proj", "up_proj"), down: contains("down_proj"))
  }
}
