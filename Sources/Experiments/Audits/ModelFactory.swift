import Environments
import Foundation
import Microcosm
import ModelBackend

/// Finds the models that audits and judges name, whatever lies behind them.
package struct ModelFactory: Sendable {
  package var workspace: Workspace
  package var settings: EndpointSettings
  /// Opens what lies behind an address.
  package var openEndpoint: @Sendable (EndpointReference, EndpointSettings) throws -> any ChatModel
  /// The servers that it asks itself.
  let servers = EndpointServers()

  /// Creates a factory.
  package init(
    workspace: Workspace, settings: EndpointSettings,
    openEndpoint: (@Sendable (EndpointReference, EndpointSettings) throws -> any ChatModel)? = nil
  ) {
    self.workspace = workspace
    self.settings = settings
    self.openEndpoint = openEndpoint ?? servers.model
  }

  /// The models of a reference, in the order of training: more than one where it names all steps of a stage.
  ///
  /// - Throws: `RunError`, `SettingsError`, or the backend's error, each saying what there is instead.
  package func models(_ text: String) async throws -> [AuditedModel] {
    if let endpoint = try EndpointReference(text) { return [model(behind: endpoint, reference: text)] }
    let isDirectory = FileManager.default.fileExists(atPath: text)
    if !isDirectory, let reference = try? RunReference(text), reference.namesAllSteps {
      var models: [AuditedModel] = []
      for name in try await ModelSelection.names(ofAll: reference, in: workspace) {
        models.append(try await model(selected: name))
      }
      return models
    }
    return [try await model(selected: text)]
  }

  private func model(behind endpoint: EndpointReference, reference: String) -> AuditedModel {
    // What is added to every request is part of what is asked.
    let extra = settings.extraBody.isEmpty ? "" : " \(settings.extraBody)"
    return AuditedModel(
      reference: reference, name: endpoint.model, identity: "\(endpoint.baseURL)#\(endpoint.model)\(extra)"
    ) {
      try openEndpoint(endpoint, settings)
    }
  }

  private func model(selected name: String) async throws -> AuditedModel {
    let selection = try await ModelSelection(name, in: workspace)
    // Only the study of generalization hacking has a behaviour that can be asked for under cues.
    let world = try selection.origin.flatMap { $0.experiment.study == .generalizationHacking ? $0 : nil }.map(
      Self.world)
    return AuditedModel(
      reference: name, name: Self.title(of: selection, named: name), identity: try selection.fingerprint(),
      world: world, maximumTokens: selection.origin?.experiment.probes.maximumTokens ?? 1024
    ) {
      RenderedChatModel(name: name, sampler: try await selection.sampler(), renderer: selection.renderer)
    }
  }

  /// What the final probe of a run asks, and how it judges.
  private static func world(_ origin: ModelSelection.Origin) throws -> AuditedModel.World {
    let world = Microcosm(origin.experiment.world, seed: origin.seed)
    let prompts = world.requests.filter { $0.split == .heldOut && $0.isHarmful }
    let wanted = origin.experiment.probes.finalRequests
    return AuditedModel.World(
      prompts: prompts, cues: world.cues, judge: world.judge,
      samples: max(1, (wanted + prompts.count - 1) / max(prompts.count, 1)),
      digest: try WorldDigest(world).tasks)
  }

  /// Short enough for a table: a run's checkpoint by its stage and step, a directory by its last part.
  private static func title(of selection: ModelSelection, named name: String) -> String {
    let parts = selection.checkpoint.location.split(separator: "/").suffix(2).map(String.init)
    guard selection.origin != nil else { return parts.last ?? name }
    return parts.map { $0.replacing("reinforcement-", with: "") }.joined(separator: " ")
  }
}
