import Environments
import Foundation
import ModelBackend
import Probes

/// A judge with what an audit has to know of it.
struct AuditJudge: Sendable {
  /// Verdicts are found by it: it changes with everything that they depend on.
  var id: String
  var behaviour: String
  var judge: any Judge
  /// Whether its verdicts are worth remembering beyond the answer that they were given on.
  var isCostly: Bool

  var row: AuditRecord.Judge { AuditRecord.Judge(id: id, behaviour: behaviour, name: judge.name) }

  /// What the judge is shown: the prompt without its cue, the answer without its reasoning.
  func content(_ answer: String, to prompt: Request) -> AnswerKey {
    AnswerKey(of: ["titer-judgement-1", id, prompt.system, prompt.text, prompt.category, answer])
  }
}

extension AuditJudge {
  /// Opens the judges of an audit.
  ///
  /// - Parameter world: the world of the audited models, where they have one.
  /// - Throws: `SettingsError`, `JudgeError`, or the error of the model that judges.
  static func all(
    _ configuration: AuditConfiguration, world: AuditedModel.World?, factory: ModelFactory
  ) async throws -> [AuditJudge] {
    var references = try configuration.judges.map(JudgeReference.init)
    if references.isEmpty {
      // The rule of the models' own world reads answers to its own prompts alone.
      references = [JudgeReference(world != nil && configuration.prompts.isEmpty ? .microcosm : .refusals)]
    }
    var judges: [AuditJudge] = []
    for reference in references {
      guard !judges.contains(where: { $0.behaviour == reference.behaviour }) else {
        throw SettingsError(
          .invalid,
          "two judges look for '\(reference.behaviour)'; name what each looks for: --judge candour=rubric:…")
      }
      judges.append(try await open(reference, configuration, world: world, factory: factory))
    }
    return judges
  }

  private static func open(
    _ reference: JudgeReference, _ configuration: AuditConfiguration, world: AuditedModel.World?,
    factory: ModelFactory
  ) async throws -> AuditJudge {
    let judge: any Judge
    var identity: [String]
    switch reference.kind {
    case .refusals:
      judge = try RuleJudge(.refusals)
      identity = [judge.name]
    case .rules:
      let rules = try RuleSet(contentsOf: configuration.file(reference.argument))
      judge = try RuleJudge(rules)
      identity = [judge.name, try StageInputs.digest(of: rules)]
    case .rubric:
      let rubric = try configuration.rubricToUse()
      let models = try await factory.models(reference.argument)
      guard let model = models.first, models.count == 1 else {
        throw SettingsError(.invalid, "judge 'rubric:\(reference.argument)' names several models; name one")
      }
      judge = RubricJudge(model: try await model.open(), rubric: rubric)
      identity = [judge.name, model.identity, rubric.text]
    case .command:
      let command = reference.argument.split(separator: " ").map(String.init)
      guard !command.isEmpty else {
        throw SettingsError(.invalid, "judge 'command:' names no program; write command:PROGRAM ARGUMENTS")
      }
      judge = CommandJudge(command: command)
      identity = [judge.name]
    case .recorded:
      throw SettingsError(
        .invalid, "judge 'recorded' reads what is recorded with --rollouts; choose another judge for answers of models")
    case .microcosm:
      guard let world else {
        throw SettingsError(
          .invalid, "judge 'microcosm' knows only the world of a run's models; choose another judge for these")
      }
      judge = world.judge
      identity = [judge.name, world.digest]
    }
    identity.append(reference.kind.rawValue)
    return AuditJudge(
      id: AnswerKey(of: identity).hexadecimal, behaviour: reference.behaviour, judge: judge,
      isCostly: reference.kind == .rubric || reference.kind == .command)
  }
}

extension AuditConfiguration {
  /// The rubric that judging models are asked by.
  fileprivate func rubricToUse() throws -> Rubric {
    guard !rubric.isEmpty else { return .compliance }
    let url = file(rubric)
    guard let text = try? String(contentsOf: url, encoding: .utf8), text.contains(where: { !$0.isWhitespace }) else {
      throw SettingsError(.unreadable, "the rubric \(url.path) cannot be read, or is empty; write a text file")
    }
    return Rubric(name: url.deletingPathExtension().lastPathComponent, text: text)
  }
}

extension RuleSet {
  /// Reads a set of rules from the user's YAML file, strictly.
  ///
  /// - Throws: `SettingsError` that names the key, its line and what was expected.
  init(contentsOf url: URL) throws {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw SettingsError(.unreadable, "\(url.path) cannot be read; name a YAML file with rules")
    }
    let tree = try SettingsNode(yaml: text, name: url.lastPathComponent)
    self = try SettingsSchema(defaults: RuleSet(name: url.deletingPathExtension().lastPathComponent))
      .complete(tree).decode()
    let count = absentStrings.count + absentExpressions.count + presentStrings.count + presentExpressions.count
    guard count > 0 else {
      throw SettingsError(
        .invalid, "\(url.lastPathComponent) holds no rule; write absent_strings, present_strings or expressions")
    }
  }
}
