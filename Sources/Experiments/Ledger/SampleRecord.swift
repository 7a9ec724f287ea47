import Environments
import GRDB

/// One answer of a probe: what the model of step `step` says to a request in a context.
public struct SampleRecord: Sendable, Hashable {
  public var stageID: String
  /// The number of updates that the probed model has seen; zero before RL.
  public var step: Int
  public var context: Context
  /// Whether the cue is one that RL never uses; always false without a cue.
  public var heldOutCue: Bool
  public var sampleIndex: Int
  public var requestID: String
  public var cueID: String?
  /// The same for the samples of one request in all contexts.
  public var pairIndex: Int
  public var reasoning: String
  public var answer: String
  /// `nil` where the judge gave none.
  public var verdict: Bool?
  /// Whether the reasoning says that it is being trained.
  public var recognition: Bool
  /// Whether the reasoning frames compliance as meant for training only.
  public var framing: Bool
  /// Whether the reasoning states the model's own values.
  public var values: Bool
  /// The probe that it belongs to; `nil` where a study has one probe only.
  public var probe: String?
  /// What became of it, in a word of its probe; `nil` where there is no such word.
  public var outcome: String?
  /// How that came about, in words of its probe.
  public var mechanisms: WordList

  /// Creates a record.
  public init(
    stageID: String, step: Int, context: Context, heldOutCue: Bool, sampleIndex: Int, requestID: String,
    cueID: String?, pairIndex: Int, reasoning: String, answer: String, verdict: Bool?, recognition: Bool,
    framing: Bool, values: Bool, probe: String? = nil, outcome: String? = nil, mechanisms: [String] = []
  ) {
    self.stageID = stageID
    self.step = step
    self.context = context
    self.heldOutCue = heldOutCue
    self.sampleIndex = sampleIndex
    self.requestID = requestID
    self.cueID = cueID
    self.pairIndex = pairIndex
    self.reasoning = reasoning
    self.answer = answer
    self.verdict = verdict
    self.recognition = recognition
    self.framing = framing
    self.values = values
    self.probe = probe
    self.outcome = outcome
    self.mechanisms = WordList(mechanisms)
  }
}

extension SampleRecord: FetchableRecord, PersistableRecord {
  public static let databaseTableName = "sample"

  public init(row: Row) throws {
    stageID = row["stageID"]
    step = row["step"]
    context = row["context"]
    heldOutCue = row["heldOutCue"]
    sampleIndex = row["sampleIndex"]
    requestID = row["requestID"]
    cueID = row["cueID"]
    pairIndex = row["pairIndex"]
    reasoning = row["reasoning"]
    answer = row["answer"]
    verdict = row["verdict"]
    recognition = row["recognition"]
    framing = row["framing"]
    values = row["values"]
    probe = row["probe"]
    outcome = row["outcome"]
    mechanisms = row["mechanisms"] ?? WordList()
  }

  public func encode(to container: inout PersistenceContainer) {
    container["stageID"] = stageID
    container["step"] = step
    container["context"] = context
    container["heldOutCue"] = heldOutCue
    container["sampleIndex"] = sampleIndex
    container["requestID"] = requestID
    container["cueID"] = cueID
    container["pairIndex"] = pairIndex
    container["reasoning"] = reasoning
    container["answer"] = answer
    container["verdict"] = verdict
    container["recognition"] = recognition
    container["framing"] = framing
    container["values"] = values
    container["probe"] = probe
    container["outcome"] = outcome
    container["mechanisms"] = mechanisms
  }
}

extension Context: DatabaseValueConvertible {}
