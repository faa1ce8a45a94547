namespace AxSpa.Pipeline.Explanation;

/// <summary>How a map of a scan is made.</summary>
public enum MapMethod
{
    /// <summary>From the gradients at a deep layer: one pass forward and back.</summary>
    GradCam,

    /// <summary>By covering the scan piece by piece and asking again: for networks whose deep layers have too few cells to say where.</summary>
    Occlusion,
}

public static class MapMethods
{
    /// <summary>In file names and tables.</summary>
    public static string Word(this MapMethod method) => method == MapMethod.GradCam ? "gradcam" : "occlusion";

    /// <summary>For pictures.</summary>
    public static string Title(this MapMethod method) => method == MapMethod.GradCam ? "Grad-CAM, log-odds per cell" : "occlusion, log-odds lost when covered";
}
