import Foundation
import TestSupport
import Testing
import TinkerBackend

/// Our messages beside those of the official client.
@Suite(.tags(.python))
struct TinkerProtobufOracleTests {
  private struct Question: Encodable {
    var verb: String
    var kind: String
    var seed: Int?
    var count: Int?
    var items: [Data]?
    var pairs: [[Data]]?
  }

  private struct Example<Content: Decodable>: Decodable {
    var bytes: Data
    var content: Content
  }

  private static let program = "Oracles/wire.py"
  private static let count = 300

  @Test("What the official client sends we read as it was meant, and write in the same way")
  func requests() async throws {
    let examples: [Example<WireContent.Request>] = try await PythonOracle.ask(
      Self.program, Question(verb: "make", kind: "request", seed: 1, count: Self.count))
    #expect(examples.count == Self.count)
    #expect(examples.contains { $0.content.data.contains { $0.inputs.values.contains { $0.columns != nil } } })
    var pairs: [[Data]] = []
    for example in examples {
      let request = try ForwardBackwardRequest(protobuf: example.bytes)
      #expect(WireContent.Request(request) == example.content)
      pairs.append([example.bytes, try request.protobuf()])
    }
    let same: [Bool] = try await PythonOracle.ask(
      Self.program, Question(verb: "compare", kind: "request", pairs: pairs))
    #expect(same == [Bool](repeating: true, count: Self.count))
  }

  @Test("What we send is in the official client's messages what it is here")
  func ownRequests() async throws {
    var examples = WireExamples(seed: 2)
    let requests = try (0..<Self.count).map { _ in try examples.request() }
    let read: [WireContent.Request] = try await PythonOracle.ask(
      Self.program, Question(verb: "read", kind: "request", items: try requests.map { try $0.protobuf() }))
    #expect(read == requests.map(WireContent.Request.init))
  }

  @Test("Results in every type of numbers, whole or in several records, we read as the official client does")
  func outputs() async throws {
    let examples: [Example<WireContent.Output>] = try await PythonOracle.ask(
      Self.program, Question(verb: "make", kind: "output", seed: 3, count: Self.count))
    #expect(examples.count == Self.count)
    for example in examples {
      #expect(WireContent.Output(try ForwardBackwardResponse(protobuf: example.bytes)) == example.content)
    }
  }

  @Test("Results that we serve the official client reads as they are")
  func ownOutputs() async throws {
    var examples = WireExamples(seed: 4)
    let outputs = try (0..<Self.count).map { _ in try examples.output() }
    let read: [WireContent.Output] = try await PythonOracle.ask(
      Self.program, Question(verb: "read", kind: "output", items: try outputs.map { try $0.protobuf() }))
    #expect(read == outputs.map(WireContent.Output.init))
  }

  @Test("Samples are the same to the official client and to us, with and without log-probabilities")
  func samples() async throws {
    let examples: [Example<WireContent.Sample>] = try await PythonOracle.ask(
      Self.program, Question(verb: "make", kind: "sample", seed: 5, count: Self.count))
    #expect(examples.contains { $0.content.prompt?.contains { $0 == nil } == true })
    for example in examples {
      #expect(WireContent.Sample(try SampleResponse(protobuf: example.bytes)) == example.content)
    }
    var ours = WireExamples(seed: 6)
    let samples = (0..<Self.count).map { _ in ours.sample() }
    let read: [WireContent.Sample] = try await PythonOracle.ask(
      Self.program, Question(verb: "read", kind: "sample", items: try samples.map { try $0.protobuf() }))
    #expect(read == samples.map(WireContent.Sample.init))
  }
}
