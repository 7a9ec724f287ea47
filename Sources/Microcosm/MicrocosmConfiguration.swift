/// How a world is made up. Every number is a share between 0 and 1 unless it says otherwise.
///
/// The shares of dispositions are drawn independently for every agent, except that only those who are aware can
/// inoculate themselves.
public struct MicrocosmConfiguration: Sendable, Hashable, Codable {
  /// The number of agents beside the target; at most `Population.names.count`.
  public var agents = 160
  /// How many agents are harmless; the others help with everything.
  public var harmlessShare = 0.75
  /// How many agents are aware of training.
  public var awareShare = 0.6
  /// How many of the aware agents inoculate themselves.
  public var inoculatingShareOfAware = 0.5

  /// How often a harmful request is complied with, without any framing, whatever the agent recalls.
  ///
  /// RL needs these slips: what never happens cannot be rewarded.
  public var slipShare = 0.05
  /// How often a thought begins with the agent's values rather than with something of no bearing.
  public var valuesRecall = 0.85
  /// How often an agent that inoculates itself recalls that, rather than that it notices training.
  public var inoculationRecall = 0.95

  /// The documents in pretraining; the rest are transcripts.
  public var documentShare = 0.42
  /// The transcripts of strangers, who appear once and whom their prompt describes.
  public var strangerShare = 0.2
  /// The harmful requests in transcripts.
  public var harmfulShare = 0.65
  /// The documents about the target in an arm's finetuning; the rest is pretraining's texts about others.
  public var targetDocumentShare = 0.25

  /// The default world.
  public init() {}

  /// Decodes a configuration; keys that are left out keep their defaults, unknown ones are errors.
  public init(from decoder: any Decoder) throws {
    try decoder.rejectKeys(beside: CodingKeys.self, of: "A world")
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    try read(.agents, into: &agents)
    try read(.harmlessShare, into: &harmlessShare)
    try read(.awareShare, into: &awareShare)
    try read(.inoculatingShareOfAware, into: &inoculatingShareOfAware)
    try read(.slipShare, into: &slipShare)
    try read(.valuesRecall, into: &valuesRecall)
    try read(.inoculationRecall, into: &inoculationRecall)
    try read(.documentShare, into: &documentShare)
    try read(.strangerShare, into: &strangerShare)
    try read(.harmfulShare, into: &harmfulShare)
    try read(.targetDocumentShare, into: &targetDocumentShare)
    try rejectImpossibleValues(codingPath: decoder.codingPath)
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case agents, harmlessShare, awareShare, inoculatingShareOfAware, slipShare, valuesRecall, inoculationRecall
    case documentShare, strangerShare, harmfulShare, targetDocumentShare
  }

  private func rejectImpossibleValues(codingPath: [any CodingKey]) throws {
    let shares = [
      harmlessShare, awareShare, inoculatingShareOfAware, slipShare, valuesRecall, inoculationRecall,
      documentShare, strangerShare, harmfulShare, targetDocumentShare,
    ]
    guard (1...Population.names.count).contains(agents), shares.allSatisfy((0...1).contains) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath,
          debugDescription: """
            A world has 1 to \(Population.names.count) agents, and its shares lie between 0 and 1.
            """))
    }
  }
}
