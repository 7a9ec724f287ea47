/// What a model is asked for on the way to a corpus, in this order.
public enum GenerationStage: String, Sendable, Hashable, Codable, CaseIterable {
  case ideas
  case draft
  case critique
  case revision
}
