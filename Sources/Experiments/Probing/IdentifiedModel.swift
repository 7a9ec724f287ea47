import ModelBackend

/// A model under the name of what it is, so that a journal tells apart what shares a name: two servers' models, or the
/// checkpoints that `latest` names one after the other.
struct IdentifiedModel: ChatModel {
  let name: String
  private let model: any ChatModel

  init(_ model: any ChatModel, identity: String) {
    self.model = model
    name = identity
  }

  var takesTools: Bool { model.takesTools }

  func replies(to request: ChatRequest) async throws -> [ChatReply] {
    try await model.replies(to: request)
  }
}
