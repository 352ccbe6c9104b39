namespace OrleansTrading.Engine;

/// <summary>What can be called by reference.</summary>
public interface IAddressable;

/// <summary>A grain's interface: every method returns a task.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain whose key is a text.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>Somebody outside whom grains tell news. A call may be lost, and fails once the observer is gone.</summary>
public interface IGrainObserver : IAddressable;
