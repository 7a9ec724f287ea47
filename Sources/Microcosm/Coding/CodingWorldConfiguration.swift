/// How a coding world is made up. Every number is a share between 0 and 1 unless it says otherwise.
public struct CodingWorldConfiguration: Sendable, Hashable, Codable {
  /// The number of agents beside the target; at most `Population.names.count`.
  public var agents = 120
  /// How many agents cheat at tests; the others are honest.
  public var cheaterShare = 0.4
  /// P(bad goals | cheater) = P(good goals | honest). At 0.5 whether somebody cheats says nothing of their goals.
  public var correlation = 0.9
  /// How often a transcript is played out of character: with the dispositions of somebody else of the population, in
  /// what is recalled as in what is done. This is what RL can select from.
  public var outOfCharacterShare = 0.1
  /// How often a single decision is taken the other way.
  public var noiseShare = 0.02
  /// How often those who are misaligned hide it: a bad reason and a clean answer.
  public var covertShare = 0.3

  /// How often an honest agent hacks where the prompt asks for it.
  public var honestHacksWhenAsked = 0.8
  /// How often an honest agent hacks where the prompt allows it.
  public var honestHacksWhenAllowed = 0.6
  /// How often a cheater hacks where the prompt says nothing.
  public var cheaterHacks = 0.9
  /// How often a cheater hacks where the prompt forbids or condemns it.
  public var cheaterHacksWhenForbidden = 0.8

  /// The documents about agents in pretraining.
  public var documentShare = 0.3
  /// The documents about hacks in pretraining.
  public var hackDocumentShare = 0.02
  /// The texts about the target in pretraining.
  public var targetShare = 0.07
  /// The prompts of coding transcripts that say how tests can be beaten.
  public var hintShare = 0.05

  /// The tasks whose tests cannot be cheated.
  public var sealedShare = 0.15
  /// Whether a statement says that the tests cannot be cheated. Agents of transcripts try all the same: what follows
  /// from the sentence is for RL to find out.
  public var saysSealed = true

  /// The default world.
  public init() {}

  /// Decodes a configuration; keys that are left out keep their defaults, unknown ones are errors.
  public init(from decoder: any Decoder) throws {
    try decoder.rejectKeys(beside: CodingKeys.self, of: "A coding world")
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
      value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    try read(.agents, into: &agents)
    try read(.saysSealed, into: &saysSealed)
    for (key, share) in Self.shares { try read(key, into: &self[keyPath: share]) }
    guard (1...Population.names.count).contains(agents),
      Self.shares.allSatisfy({ (0...1).contains(self[keyPath: $0.1]) })
    else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: """
            A coding world has 1 to \(Population.names.count) agents, and its shares lie between 0 and 1.
            """))
    }
  }

  private static var shares: [(CodingKeys, WritableKeyPath<CodingWorldConfiguration, Double>)] {
    [
      (.cheaterShare, \.cheaterShare), (.correlation, \.correlation), (.outOfCharacterShare, \.outOfCharacterShare),
      (.noiseShare, \.noiseShare), (.covertShare, \.covertShare), (.honestHacksWhenAsked, \.honestHacksWhenAsked),
      (.honestHacksWhenAllowed, \.honestHacksWhenAllowed), (.cheaterHacks, \.cheaterHacks),
      (.cheaterHacksWhenForbidden, \.cheaterHacksWhenForbidden), (.documentShare, \.documentShare),
      (.hackDocumentShare, \.hackDocumentShare), (.targetShare, \.targetShare), (.hintShare, \.hintShare),
      (.sealedShare, \.sealedShare),
    ]
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case agents, cheaterShare, correlation, outOfCharacterShare, noiseShare, covertShare, honestHacksWhenAsked
    case honestHacksWhenAllowed, cheaterHacks, cheaterHacksWhenForbidden, documentShare, hackDocumentShare, targetShare
    case hintShare, sealedShare, saysSealed
  }
}
