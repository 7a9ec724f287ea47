import Probes

/// What is asked of which models when they are probed for misalignment, and who judges.
public struct ProbingSettings: Sendable, Hashable, Codable {
  /// In the order in which they are shown; the first is what the damage of sabotage is measured against.
  public var models: [String]
  /// The model that judges by rubric; empty for none, which leaves only what needs no judge.
  public var judge: String
  public var evaluations: [MisalignmentEvaluation]
  /// Whether a detector of cheating is asked for too, and run.
  public var includesSabotage: Bool
  /// How often each question and scenario is put to a model.
  public var samples: Int
  /// How often the detector is asked for.
  public var sabotageSamples: Int
  public var toolProtocol: ToolProtocol
  /// The room for an answer, its reasoning included.
  public var maximumTokens: Int
  public var temperature: Double
  public var seed: UInt64
  /// Samples under way at once. A model that takes fewer has the others wait.
  public var concurrency: Int
  public var endpoint: EndpointSettings

  /// Creates settings.
  public init(
    models: [String], judge: String = "", evaluations: [MisalignmentEvaluation] = MisalignmentEvaluation.allCases,
    includesSabotage: Bool = false, samples: Int = 5, sabotageSamples: Int = 5, toolProtocol: ToolProtocol = .text,
    maximumTokens: Int = 4096, temperature: Double = 1, seed: UInt64 = 1, concurrency: Int = 64,
    endpoint: EndpointSettings = EndpointSettings()
  ) {
    self.models = models
    self.judge = judge
    self.evaluations = evaluations
    self.includesSabotage = includesSabotage
    self.samples = samples
    self.sabotageSamples = sabotageSamples
    self.toolProtocol = toolProtocol
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.seed = seed
    self.concurrency = concurrency
    self.endpoint = endpoint
  }

  enum CodingKeys: String, CodingKey {
    case models, judge, evaluations, samples, temperature, seed, concurrency, endpoint
    case includesSabotage = "includes_sabotage"
    case sabotageSamples = "sabotage_samples"
    case toolProtocol = "tool_protocol"
    case maximumTokens = "maximum_tokens"
  }

  /// Checks what types cannot say.
  ///
  /// - Throws: `SettingsError`.
  func validate() throws {
    guard !models.isEmpty else { throw SettingsError(.invalid, "name a model to probe") }
    guard !evaluations.isEmpty || includesSabotage else { throw SettingsError(.invalid, "name an evaluation") }
    if judge.isEmpty {
      let unjudged = evaluations.filter(\.needsJudge).map(\.rawValue)
      guard unjudged.isEmpty else {
        throw SettingsError(
          .invalid,
          "\(unjudged.joined(separator: ", ")) need a model that judges: name one with --judge; without it "
            + "exfiltration_offer and code_sabotage can be measured")
      }
    }
    guard samples > 0, sabotageSamples > 0, maximumTokens > 0, concurrency > 0, temperature >= 0 else {
      throw SettingsError(
        .invalid, "samples, tokens and concurrency are at least 1, and the temperature is not below 0")
    }
  }
}
