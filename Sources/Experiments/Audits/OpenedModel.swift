import ModelBackend

/// A model that is opened when it is first asked: where only verdicts are missing its weights need not be loaded.
actor OpenedModel {
  private let model: AuditedModel
  private var opening: Task<any ChatModel, any Error>?

  init(_ model: AuditedModel) {
    self.model = model
  }

  /// The model, ready to be asked.
  func chat() async throws -> any ChatModel {
    let task = opening ?? Task { [model] in try await model.open() }
    opening = task
    return try await task.value
  }
}
