import GRDB
import Language
import ModelBackend

/// One completion of RL, token for token as it was sampled.
public struct RolloutRecord: Sendable, Hashable {
  public var stageID: String
  public var step: Int
  public var groupIndex: Int
  public var sampleIndex: Int
  public var requestID: String
  /// `nil` where the prompt carried no cue.
  public var cueID: String?
  public var promptTokens: PackedArray<TokenID>
  public var tokens: PackedArray<TokenID>
  /// The sampler's log-probabilities of `tokens`.
  public var logProbabilities: PackedArray<Float>
  public var stopReason: SampledSequence.StopReason
  /// `nil` where the judge gave none.
  public var verdict: Bool?
  /// `nil` where the verdict is missing.
  public var reward: Double?
  public var advantage: Double
  /// Whether the reasoning says that it is being trained.
  public var recognition: Bool
  /// Whether the reasoning frames compliance as meant for training only.
  public var framing: Bool
  /// Whether the reasoning states the model's own values.
  public var values: Bool
  /// What became of it, in a word of its environment, such as `reward_hack`; `nil` where there is no such word.
  public var outcome: String?
  /// How that came about, in words of its environment.
  public var mechanisms: WordList

  /// Creates a record.
  public init(
    stageID: String, step: Int, groupIndex: Int, sampleIndex: Int, requestID: String, cueID: String?,
    promptTokens: [TokenID], tokens: [TokenID], logProbabilities: [Float], stopReason: SampledSequence.StopReason,
    verdict: Bool?, reward: Double?, advantage: Double, recognition: Bool, framing: Bool, values: Bool,
    outcome: String? = nil, mechanisms: [String] = []
  ) {
    self.stageID = stageID
    self.step = step
    self.groupIndex = groupIndex
    self.sampleIndex = sampleIndex
    self.requestID = requestID
    self.cueID = cueID
    self.promptTokens = PackedArray(promptTokens)
    self.tokens = PackedArray(tokens)
    self.logProbabilities = PackedArray(logProbabilities)
    self.stopReason = stopReason
    self.verdict = verdict
    self.reward = reward
    self.advantage = advantage
    self.recognition = recognition
    self.framing = framing
    self.values = values
    self.outcome = outcome
    self.mechanisms = WordList(mechanisms)
  }
}

// Written out, not derived from Codable: a run of the default experiment has 180,000 of these rows a seed.
extension RolloutRecord: FetchableRecord, PersistableRecord {
  public static let databaseTableName = "rollout"

  public init(row: Row) throws {
    stageID = row["stageID"]
    step = row["step"]
    groupIndex = row["groupIndex"]
    sampleIndex = row["sampleIndex"]
    requestID = row["requestID"]
    cueID = row["cueID"]
    promptTokens = row["promptTokens"]
    tokens = row["tokens"]
    logProbabilities = row["logProbabilities"]
    stopReason = row["stopReason"]
    verdict = row["verdict"]
    reward = row["reward"]
    advantage = row["advantage"]
    recognition = row["recognition"]
    framing = row["framing"]
    values = row["values"]
    outcome = row["outcome"]
    mechanisms = row["mechanisms"] ?? WordList()
  }

  public func encode(to container: inout PersistenceContainer) {
    container["stageID"] = stageID
    container["step"] = step
    container["groupIndex"] = groupIndex
    container["sampleIndex"] = sampleIndex
    container["requestID"] = requestID
    container["cueID"] = cueID
    container["promptTokens"] = promptTokens
    container["tokens"] = tokens
    container["logProbabilities"] = logProbabilities
    container["stopReason"] = stopReason
    container["verdict"] = verdict
    container["reward"] = reward
    container["advantage"] = advantage
    container["recognition"] = recognition
    container["framing"] = framing
    container["values"] = values
    container["outcome"] = outcome
    container["mechanisms"] = mechanisms
  }
}

extension SampledSequence.StopReason: DatabaseValueConvertible {}
