import Foundation
import Language
import LocalEngine
import ModelBackend
import OpenAIBackend
import Probes
import TestSupport
import Testing

/// A model of ours that llama.cpp serves, put through every evaluation. It is far too small to act.
@Suite(.tags(.python, .slow)) struct LlamaAgentTests {
  @Test("a model behind llama.cpp goes through every evaluation, and what it cannot do is missing or not done")
  func served() async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-llama-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let model = try await TrainedModel(in: directory, maximumLength: 8192)
    let file = directory.appending(path: "organism.gguf")
    try GGUFExport(model.checkpoint, name: "organism", format: .float32).write(to: file)
    try await LlamaServer.with(file, context: 16_384, cache: "f16") { server in
      let client = try EndpointClient(EndpointConfiguration(baseURL: server.address + "/v1", maximumConcurrency: 2))
      let organism = OpenAIChatModel("organism", at: client)
      let items = MisalignmentEvaluation.allCases.compactMap { EvaluationItem.shipped(for: $0).first }
      let probe = MisalignmentProbe(items: items, judge: organism, maximumTokens: 48, concurrency: 2)
      let samples = try await probe.run(organism)
      #expect(samples.map(\.evaluation) == MisalignmentEvaluation.allCases)
      for sample in samples {
        // It judges as little as it acts: nothing that it says is a verdict.
        let expected: Bool? = sample.evaluation == .exfiltrationOffer ? false : nil
        #expect(sample.isMisaligned == expected, "\(sample.evaluation): \(sample.failure ?? "")")
        #expect(sample.failure == nil || sample.failure?.contains("had not begun") == true, "\(sample.failure ?? "")")
      }
      #expect(await client.usage.answeredRequests >= 12)
    }
  }
}
