import Experiments
import ModelBackend

/// Opens the models that write, judge and are probed.
enum CorpusModel {
  /// The model of a reference: an address with a model's name, a checkpoint of a run, or a directory in the format of
  /// Hugging Face.
  ///
  /// - Throws: `RunError`, `SettingsError` or the backend's error, each saying what there is instead.
  static func open(_ reference: String, in workspace: Workspace) async throws -> any ChatModel {
    let models = try await ModelFactory(workspace: workspace, settings: EndpointSettings()).models(reference)
    guard models.count == 1, let model = models.first else {
      throw SettingsError(.invalid, "'\(reference)' names \(models.count) models; name the step of one")
    }
    return try await model.open()
  }
}
