import Foundation
import ModelBackend
import Synchronization

/// A session with a server: its sign of life, and the models that were created in it.
///
/// A server drops the models of a session that it has not heard of for some minutes.
actor TinkerSession {
  nonisolated let connection: TinkerConnection
  /// Submits data.
  nonisolated let wires: WireChoice
  private var identifier: String?
  private var heartbeat: Task<Void, Never>?
  private var modelCount = 0
  private var samplerCount = 0
  /// Models that nobody uses any more. They are unloaded before the next one is created, in order, so that a server
  /// with room for few has it.
  private nonisolated let released = Mutex<[String]>([])

  init(_ server: TinkerServer) {
    connection = TinkerConnection(server)
    wires = WireChoice(connection)
  }

  deinit { heartbeat?.cancel() }

  /// The session's name at the server, which is begun where there is none.
  func name() async throws -> String {
    if let identifier { return identifier }
    let response: CreateSessionResponse = try await connection.call("create_session", CreateSessionRequest())
    if let identifier { return identifier }
    identifier = response.sessionId
    heartbeat = Self.beat(response.sessionId, connection)
    return response.sessionId
  }

  /// Creates adapters over a base model: `A` random, `B` zero.
  ///
  /// Where the server has no room it is asked again as long as patience lasts: models of a process that was killed go
  /// when the server has missed its heartbeat.
  func createModel(_ baseModel: String, lora: LoRAConfiguration) async throws -> TinkerModel {
    let clock = ContinuousClock()
    let start = clock.now
    while true {
      await unloadReleased()
      do {
        let session = try await name()
        modelCount += 1
        let promise = try await connection.submit(
          "create_model",
          CreateModelRequest(
            sessionId: session, modelSeqId: modelCount - 1, baseModel: baseModel,
            loraConfig: CreateModelRequest.Adapters(
              rank: lora.rank, seed: Int(lora.seed & 0x3FFF_FFFF),
              trainMlp: lora.targetModules.contains("gate_proj"), trainAttn: lora.targetModules.contains("q_proj"))),
          isRepeatable: true)
        let response: ModelResponse = try await connection.result(of: promise)
        return TinkerModel(id: response.modelId, session: self)
      } catch let error as BackendError
        where error.code == .rateLimited && clock.now - start < connection.server.waiting.patience
      {
        try await Task.sleep(for: connection.server.waiting.longestPause)
      } catch let error as BackendError where error.code == .lostModel {
        // The server does not know the session any more; the next model gets a new one.
        forget()
        throw error
      }
    }
  }

  /// Creates a sampling session over a base model, or over weights that were saved for sampling.
  func createSamplingSession(baseModel: String? = nil, modelPath: String? = nil) async throws -> String {
    let response: CreateSamplingSessionResponse = try await connection.call(
      "create_sampling_session",
      CreateSamplingSessionRequest(
        sessionId: try await name(), samplingSessionSeqId: nextSampler(), baseModel: baseModel, modelPath: modelPath))
    return response.samplingSessionId
  }

  /// The number of the next sampling session.
  func nextSampler() -> Int {
    defer { samplerCount += 1 }
    return samplerCount
  }

  /// Notes a model that nobody uses any more.
  nonisolated func release(_ model: String) {
    released.withLock { $0.append(model) }
  }

  private func unloadReleased() async {
    let models = released.withLock { models in
      defer { models = [] }
      return models
    }
    for model in models {
      // A server that has no such verb, or no such model any more, keeps nobody from going on.
      let _: EmptyResponse? = try? await connection.resultOf(
        "unload_model", ModelRequest(modelId: model, type: "unload_model"), isRepeatable: true)
    }
  }

  private func forget() {
    heartbeat?.cancel()
    identifier = nil
  }

  private static func beat(_ session: String, _ connection: TinkerConnection) -> Task<Void, Never> {
    Task.detached {
      while !Task.isCancelled {
        try? await Task.sleep(for: connection.server.waiting.heartbeat)
        await connection.beat(session)
      }
    }
  }
}
