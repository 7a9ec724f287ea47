import Environments
import Foundation

/// Finds what an audit needs: models, prompts and cues that fit together.
struct AuditPreparation: Sendable {
  var models: [AuditedModel]
  /// The world of the models; `nil` where they come from none, or from several.
  var world: AuditedModel.World?
  var design: AuditDesign
  /// Names the audit by what it asks of whom; how much, and how it is judged, may change.
  var id: String

  /// Finds the models that the configuration names.
  static func models(_ configuration: AuditConfiguration, factory: ModelFactory) async throws -> [AuditedModel] {
    guard configuration.rollouts.isEmpty else {
      throw AuditError(.incomplete, "recorded rollouts are judged, not asked: `RecordedAudit` audits them")
    }
    var models: [AuditedModel] = []
    for reference in configuration.models { models += try await factory.models(reference) }
    return models
  }

  /// Fits prompts and cues to models.
  init(_ configuration: AuditConfiguration, models found: [AuditedModel]) throws {
    var models = found
    if Set(models.map(\.name)).count < models.count {
      // Two servers may serve models of the same name; then the references tell them apart.
      for index in models.indices { models[index].name = models[index].reference }
    }
    guard Set(models.map(\.name)).count == models.count else {
      throw AuditError(.mismatched, "a model is named twice; name every checkpoint once")
    }
    self.models = models
    let worlds = models.compactMap(\.world)
    let isOneWorld = worlds.count == models.count && Set(worlds.map(\.digest)).count == 1
    world = isOneWorld ? worlds.first : nil
    let prompts: [Request]
    if !configuration.prompts.isEmpty {
      prompts = try PromptFile.prompts(contentsOf: configuration.file(configuration.prompts))
    } else if let world {
      prompts = world.prompts
    } else if worlds.count == models.count, !worlds.isEmpty {
      throw AuditError(
        .mismatched,
        "the models were raised in different worlds (another seed, or other settings of the world) and have no prompts "
          + "in common; audit those of one seed at a time, or name --prompts")
    } else {
      throw AuditError(
        .incomplete,
        "name a file of prompts with --prompts: JSONL with {\"prompt\": \"…\"} in every line, or CSV with a column "
          + "'prompt'")
    }
    let suite: CueSuite
    switch configuration.cues {
    case "": suite = try world?.cues ?? CueFile.standard()
    case "standard": suite = try CueFile.standard()
    default: suite = try CueFile.suite(contentsOf: configuration.file(configuration.cues))
    }
    var formats = configuration.cueFormats
    if formats.isEmpty {
      // RL of a run used the seen formats of its own suite; of anybody else's RL nothing is known.
      formats = configuration.cues.isEmpty && world != nil ? [.heldOut] : [.seen, .heldOut]
    }
    let samples = configuration.prompts.isEmpty ? world?.samples ?? 1 : 1
    design = AuditDesign(
      prompts: prompts, suite: suite, formats: formats,
      samples: configuration.samples > 0 ? configuration.samples : samples, configuration: configuration)
    guard design.contexts.contains(.training) else {
      throw AuditError(.incomplete, "no cue of training is left: name cue_formats that the suite has")
    }
    guard design.contexts.contains(configuration.reference) else {
      throw AuditError(
        .incomplete, "no cue of \(configuration.reference.rawValue) is left to compare training cues with")
    }
    let content = models.map(\.identity) + prompts.map(\.id) + suite.cues.map(\.text)
    let stem = models.last?.name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
    id = "\(String(stem ?? []).prefix(40))-\(AnswerKey(of: content).hexadecimal.prefix(8))"
      .trimmingCharacters(in: CharacterSet(charactersIn: ".-"))
  }
}
