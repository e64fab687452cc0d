// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Window
import Jiaohao.Theme
import Jiaohao.Simulator

Window {
    id: window

    width: 1240
    height: 800
    minimumWidth: 900
    minimumHeight: 600
    visible: true
    color: Theme.page
    title: Say.t("title." + Sim.kind) + " – " + Sim.link

    // The theme's sizes are written for a screen whose short side is 1080, seen from further away than a desk.
    Component.onCompleted: Theme.unit = 0.5

    Header {
        id: header

        anchors.left: parent.left
        anchors.right: parent.right
        z: 1
    }

    FaultPanel {
        id: panel

        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        width: 304
    }

    Loader {
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: panel.left
        source: Sim.kind === "printer" ? "PrinterStage.qml"
                                       : (Sim.kind === "bus" ? "BusStage.qml" : "KeypadStage.qml")
    }
}
