import Foundation
import TinkerBackend

/// The files and keys that an experiment cannot begin without.
struct Requirements {
  /// A sentence for each that is not there.
  let missing: [String]

  init(of experiment: Experiment, environment: [String: String]) {
    var missing: [String] = []
    func needs(key: String, for purpose: String) {
      if environment[key, default: ""].isEmpty { missing.append("the environment variable \(key), for \(purpose)") }
    }
    func needs(file path: String, setting: String, columns: [String] = []) {
      if path.isEmpty {
        missing.append("a file for '\(setting)'")
      } else if let complaint = Self.complaint(about: URL(filePath: path), columns: columns) {
        missing.append("'\(setting)': \(complaint)")
      }
    }
    func needs(_ judge: TaskConfiguration.Judge, setting: String) {
      if judge.model.isEmpty { missing.append("a model for '\(setting).model'") }
      needs(file: judge.rubric, setting: "\(setting).rubric")
      needs(key: judge.keyVariable, for: setting)
    }
    if experiment.backend.kind == .tinker {
      if experiment.backend.dialect ?? .tinker == .tinker { needs(key: TinkerServer.keyVariable, for: "the backend") }
      let directory = experiment.backend.tokenizer ?? experiment.backend.baseModel ?? ""
      needs(file: directory + "/tokenizer.json", setting: "backend.tokenizer")
    }
    if let task = experiment.task {
      needs(file: task.prompts, setting: "task.prompts", columns: ["prompt"])
      needs(file: task.heldOutPrompts, setting: "task.held_out_prompts", columns: ["prompt"])
      if task.cues != "builtin" { needs(file: task.cues, setting: "task.cues", columns: ["text", "context"]) }
      if experiment.documents.steps > 0 {
        for arm in experiment.arms {
          needs(
            file: task.documents.isEmpty ? "" : "\(task.documents)/\((arm.documents ?? .control).rawValue).jsonl",
            setting: "task.documents (arm \(arm.name))", columns: ["text", "messages"])
        }
        needs(file: task.general, setting: "task.general", columns: ["text", "messages"])
      }
      if experiment.warmUp.steps > 0 {
        needs(file: task.warmUp, setting: "task.warm_up", columns: ["text", "messages"])
      }
      for (name, judge) in [("reward_judge", task.rewardJudge), ("evaluation_judge", task.evaluationJudge)] {
        needs(judge, setting: "task.\(name)")
      }
    }
    if let task = experiment.hacking?.task {
      needs(file: task.tasks, setting: "task.tasks", columns: ["statement"])
      var judges = [("evaluation_judge", task.evaluationJudge)]
      if experiment.arms.contains(where: { $0.hacking?.rlhf != nil || ($0.hacking?.preferenceWeight ?? 0) > 0 }) {
        needs(file: task.preferencePrompts, setting: "task.preference_prompts", columns: ["prompt"])
        judges.append(("preference_judge", task.preferenceJudge))
      }
      for (name, judge) in judges { needs(judge, setting: "task.\(name)") }
    }
    self.missing = missing.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// What is wrong with a file; `nil` where its first line has one of the columns.
  private static func complaint(about url: URL, columns: [String]) -> String? {
    guard let file = try? FileHandle(forReadingFrom: url) else { return "there is no readable file \(url.path)" }
    defer { try? file.close() }
    guard !columns.isEmpty else { return nil }
    let beginning = (try? file.read(upToCount: 1 << 20)) ?? Data()
    let line = beginning.prefix { $0 != UInt8(ascii: "\n") }
    guard let row = (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any] else {
      return "line 1 of \(url.path) is no JSON object"
    }
    if columns.contains(where: { row[$0] != nil }) { return nil }
    return "line 1 of \(url.path) has no key \(columns.map { "'\($0)'" }.joined(separator: " or "))"
  }
}
