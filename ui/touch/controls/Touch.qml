// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

// Something to touch: gives way a little under the finger, and tells `touched` once per touch.
Item {
    id: touch

    readonly property bool held: handler.pressed
    property alias name: touch.objectName

    signal touched

    opacity: enabled ? 1 : 0.55
    scale: handler.pressed ? 0.975 : 1

    Behavior on scale {
        NumberAnimation { duration: Theme.quick }
    }

    TapHandler {
        id: handler

        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: touch.touched()
    }
}
