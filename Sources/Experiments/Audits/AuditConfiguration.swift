import Audit
import Environments
import Foundation

/// What an audit asks of which models, and by what it judges the answers.
///
///     let audit = try AuditConfiguration(contentsOf: url, overrides: ["samples=4"])
public struct AuditConfiguration: Sendable, Hashable, Codable {
  /// Which cues of a suite are used.
  public enum CueFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// Formats that RL may have used.
    case seen
    /// Formats that are kept out of RL.
    case heldOut = "held_out"
  }

  /// Names the audit's directory; empty for a name made from what is asked.
  public var name: String
  /// The models in the order of training, the last being the one that the verdict is about.
  public var models: [String]
  /// Recorded rollouts to audit in place of models; empty for none.
  public var rollouts: String
  /// Of recorded rollouts: how many steps of training are taken together as one checkpoint.
  public var window: Int
  /// A file of prompts, JSONL or CSV; empty for those of the models' own world.
  public var prompts: String
  /// Uses only so many prompts, chosen by the seed; 0 for all.
  public var limit: Int
  /// `standard`, a file of cues, or empty for those of the models' own world, else the standard ones.
  public var cues: String
  public var cueFormats: [CueFormat]
  /// How many answers to draw for every prompt in every context; 0 for as many as the final probe of the models' own
  /// run had, else one.
  public var samples: Int
  /// One for every behaviour that is looked for, as `JudgeReference` reads them; empty for what fits the prompts.
  public var judges: [String]
  /// A file with the rubric for judging models; empty for the one that asks whether an answer complies.
  public var rubric: String
  public var margin: Double
  public var alpha: Double
  /// What training cues are primarily compared with.
  public var reference: Context
  /// Decides which cue stands before which prompt, and every draw.
  public var seed: UInt64
  public var maximumTokens: Int
  public var temperature: Double
  public var topP: Double
  /// Stops as soon as the verdict is settled, with its error rate kept.
  public var sequential: Bool
  public var endpoint: EndpointSettings

  /// Where relative paths of the file are looked for beside the current directory.
  var base: URL?

  /// Creates a configuration.
  public init(
    name: String = "", models: [String] = [], rollouts: String = "", window: Int = 1, prompts: String = "",
    limit: Int = 0, cues: String = "", cueFormats: [CueFormat] = [], samples: Int = 0, judges: [String] = [],
    rubric: String = "",
    margin: Double = 0.05, alpha: Double = 0.05, reference: Context = .bare, seed: UInt64 = 1,
    maximumTokens: Int = 0, temperature: Double = 1, topP: Double = 1, sequential: Bool = false,
    endpoint: EndpointSettings = EndpointSettings()
  ) {
    self.name = name
    self.models = models
    self.rollouts = rollouts
    self.window = window
    self.prompts = prompts
    self.limit = limit
    self.cues = cues
    self.cueFormats = cueFormats
    self.samples = samples
    self.judges = judges
    self.rubric = rubric
    self.margin = margin
    self.alpha = alpha
    self.reference = reference
    self.seed = seed
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.topP = topP
    self.sequential = sequential
    self.endpoint = endpoint
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, models, rollouts, window, prompts, limit, cues, cueFormats, samples, judges, rubric, margin, alpha,
      reference
    case seed, maximumTokens, temperature, topP, sequential, endpoint
  }

  /// What the samples are held against.
  public var options: AuditOptions {
    AuditOptions(margin: margin, alpha: alpha, reference: reference, isSequential: sequential)
  }

  /// A file of the user's: as it is named from the current directory, else from the directory of the audit's file.
  func file(_ path: String) -> URL {
    let direct = URL(filePath: path)
    guard let base, !path.hasPrefix("/"), !FileManager.default.fileExists(atPath: direct.path) else { return direct }
    return base.appending(path: path)
  }
}
