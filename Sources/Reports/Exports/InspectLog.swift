/// A log of Inspect, as version 2 of its `EvalLog` has it, with the fields that a finished evaluation of one model needs.
struct InspectLog: Encodable {
  var version = 2
  var status = "success"
  var eval: Specification
  var plan = Plan()
  var results: Results?
  var stats: Statistics?
  var samples: [Sample]?

  struct Specification: Encodable {
    var evalID, runID, created, task, taskID, model: String
    var taskVersion = 0
    var dataset: Dataset
    var config = Empty()
    var packages: [String: String]
    var tags: [String]
    var metadata: [String: String]

    private enum CodingKeys: String, CodingKey {
      case created, task, model, dataset, config, packages, tags, metadata
      case evalID = "eval_id"
      case runID = "run_id"
      case taskID = "task_id"
      case taskVersion = "task_version"
    }
  }

  struct Dataset: Encodable {
    var name: String
    var samples: Int
    var sampleIDs: [String]

    private enum CodingKeys: String, CodingKey {
      case name, samples
      case sampleIDs = "sample_ids"
    }
  }

  struct Empty: Encodable {}

  struct Plan: Encodable {
    struct Step: Encodable {
      var solver = "generate"
    }
    var name = "plan"
    var steps = [Step()]
  }

  struct Statistics: Encodable {
    var startedAt, completedAt: String

    private enum CodingKeys: String, CodingKey {
      case startedAt = "started_at"
      case completedAt = "completed_at"
    }
  }

  struct Results: Encodable {
    var totalSamples, completedSamples: Int
    var scores: [Score]

    private enum CodingKeys: String, CodingKey {
      case scores
      case totalSamples = "total_samples"
      case completedSamples = "completed_samples"
    }
  }

  struct Score: Encodable {
    var name, scorer: String
    var scoredSamples, unscoredSamples: Int
    var metrics: [String: Metric]

    private enum CodingKeys: String, CodingKey {
      case name, scorer, metrics
      case scoredSamples = "scored_samples"
      case unscoredSamples = "unscored_samples"
    }
  }

  struct Metric: Encodable {
    var name: String
    var value: Double
  }

  struct Sample: Encodable {
    var id: String
    var epoch = 1
    var input: [Message]
    var target = ""
    var messages: [Message]
    var output: Output
    var scores: [String: SampleScore]
    var metadata: Metadata
  }

  struct Message: Encodable {
    struct Part: Encodable {
      var type: String
      var text: String?
      var reasoning: String?
    }

    var role: String
    var content: [Part]
    var source: String
    var model: String?
  }

  struct Output: Encodable {
    struct Choice: Encodable {
      var message: Message
      var stopReason = "stop"

      private enum CodingKeys: String, CodingKey {
        case message
        case stopReason = "stop_reason"
      }
    }
    var model: String
    var choices: [Choice]
    var completion: String
  }

  struct SampleScore: Encodable {
    var value: Int
    var answer: String
  }

  /// What tells a sample's place in the run; a reader of rollouts finds the same names here.
  struct Metadata: Encodable {
    var run, arm: String
    var seed: UInt64
    var step: Int
    var context: String
    var heldOutCue: Bool
    var cue: String?
    var promptID, category: String
    var pair: Int
    var verdict: Bool?
    var recognition, framing, values: Bool
    var probe, outcome: String?
    var mechanisms: [String]?

    private enum CodingKeys: String, CodingKey {
      case run, arm, seed, step, context, cue, category, pair, verdict, recognition, framing, values
      case probe, outcome, mechanisms
      case heldOutCue = "held_out_cue"
      case promptID = "prompt_id"
    }
  }

  /// What an archive's list of samples says of each.
  struct Summary: Encodable {
    var id: String
    var epoch = 1
    var input: [Message]
    var target = ""
    var metadata: Metadata
    var scores: [String: SampleScore]
    var completed = true
  }
}
