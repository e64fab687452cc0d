// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// The printer with the paper that is coming out of it, and beside it those that have.
Item {
    id: stage

    // Pixels of the window for a dot of the paper.
    readonly property real scale_: 0.56

    Item {
        id: above

        anchors.top: parent.top
        anchors.bottom: body.top
        anchors.bottomMargin: -28
        anchors.horizontalCenter: body.horizontalCenter
        width: body.width
        clip: true
        z: 1

        Item {
            anchors.bottom: parent.bottom
            anchors.horizontalCenter: parent.horizontalCenter
            width: paper.width
            height: paper.height
            clip: true

            // Text comes out line by line, its head first.
            Behavior on height {
                NumberAnimation { duration: Theme.quick }
            }

            PictureItem {
                id: paper

                objectName: "paper"
                image: Printer.paper
                width: implicitWidth * stage.scale_
                height: implicitHeight * stage.scale_
            }
        }
    }

    PrinterBody {
        id: body

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap * 2
        x: Theme.gap * 2
        width: 420
        height: 196
    }

    AppText {
        anchors.bottom: body.top
        anchors.bottomMargin: Theme.gap
        anchors.horizontalCenter: body.horizontalCenter
        visible: paper.implicitWidth === 0
        text: Say.t("printer.idle")
        size: Theme.small
        color: Theme.textFaint
    }

    PaperTray {
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.left: body.right
        anchors.leftMargin: Theme.gap * 2
        anchors.right: parent.right
    }
}
