import Experiments
import Foundation
import ModelBackend

/// Opens the models that write, judge and are probed.
enum CorpusModel {
  /// The model of a reference: a checkpoint of a run, or a directory in the format of Hugging Face.
  ///
  /// - Throws: `RunError`, `BackendError` or the backend's error, each saying what there is instead.
  static func open(_ reference: String, in workspace: Workspace) async throws -> any ChatModel {
    if reference.contains("://") {
      throw BackendError(
        .unsupported, "\(reference) cannot be asked: this build has no client for OpenAI-compatible servers")
    }
    let selection = try await ModelSelection(reference, in: workspace)
    return RenderedChatModel(
      name: reference, sampler: try await selection.sampler(), renderer: selection.renderer)
  }
}
