import { buildSchema } from 'graphql';

/** The part of Railway's schema that is used, as its documentation gives it. */
export const RAILWAY_SCHEMA = buildSchema(`
  scalar EnvironmentVariables
  scalar DateTime

  enum RestartPolicyType { ALWAYS NEVER ON_FAILURE }
  enum DeploymentStatus {
    BUILDING COMPLETED CRASHED DEPLOYING FAILED INITIALIZING NEEDS_APPROVAL QUEUED REMOVED REMOVING SKIPPED
    SLEEPING SUCCESS WAITING
  }

  input ServiceSourceInput { image: String repo: String }
  input ServiceCreateInput {
    projectId: String!
    environmentId: String
    name: String
    source: ServiceSourceInput
    variables: EnvironmentVariables
  }
  input ServiceInstanceUpdateInput {
    source: ServiceSourceInput
    startCommand: String
    restartPolicyType: RestartPolicyType
  }
  input VariableCollectionUpsertInput {
    projectId: String!
    environmentId: String!
    serviceId: String
    variables: EnvironmentVariables!
    replace: Boolean
    skipDeploys: Boolean
  }

  input DeploymentListInput {
    projectId: String
    environmentId: String
    serviceId: String
  }

  type Service { id: String! name: String! }
  type ServiceEdge { node: Service! }
  type ServiceConnection { edges: [ServiceEdge!]! }
  type Project { id: String! services: ServiceConnection! }
  type DeploymentEdge { node: Deployment! }
  type DeploymentConnection { edges: [DeploymentEdge!]! }
  type Deployment { id: String! status: DeploymentStatus! }
  type Log { timestamp: String! message: String! severity: String }

  type Query {
    project(id: String!): Project!
    deployments(input: DeploymentListInput!, first: Int): DeploymentConnection!
    deployment(id: String!): Deployment!
    deploymentLogs(deploymentId: String!, limit: Int): [Log!]!
  }
  type Mutation {
    serviceCreate(input: ServiceCreateInput!): Service!
    serviceInstanceUpdate(serviceId: String!, environmentId: String, input: ServiceInstanceUpdateInput!): Boolean!
    variableCollectionUpsert(input: VariableCollectionUpsertInput!): Boolean!
    serviceInstanceDeployV2(serviceId: String!, environmentId: String!, commitSha: String): String!
    deploymentStop(id: String!): Boolean!
    deploymentRemove(id: String!): Boolean!
    serviceDelete(id: String!, environmentId: String): Boolean!
  }
`);
